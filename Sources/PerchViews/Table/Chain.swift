/// The order of some slots of a table: a doubly linked list whose links stand in the table.
struct Chain: Sendable {
    var head: Int32 = -1
    var tail: Int32 = -1
    var count = 0
}
