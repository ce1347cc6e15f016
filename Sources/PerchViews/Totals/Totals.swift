import PerchModel

/// The sums over each project and over everything, and what each day has cost.
///
/// The sums of a project stay as long as an agent or a session of it is known; those of others are let go of when there are too many.
struct Totals: Sendable {
    private(set) var table: Table<Name, TotalsRow>
    private(set) var days: Table<Name, DayRow>
    private var lastDay: (number: Int64, text: String) = (.min, "")
    /// The row over everything, once there is one; it is never let go of.
    private var overall = -1

    init(_ limits: Limits) {
        table = Table(limit: .max, endedLimit: limits.projects, blank: TotalsRow(project: ""))
        days = Table(limit: limits.days, blank: DayRow(project: "", day: ""))
    }

    /// Adds to the sums of a project and of everything.
    mutating func add(_ tally: Tally, to project: Name, at time: Timestamp?, _ changes: inout Changes) {
        if overall < 0 { overall = slot(of: Name(project: "")) }
        let slot = slot(of: project)
        add(tally, at: time, to: slot, &changes)
        add(tally, at: time, to: overall, &changes)
        let isKnown = table.rows[slot].agents > 0 || table.rows[slot].sessions > 0
        table.move(slot, ended: !isKnown)
        if !isKnown { trim(keeping: slot, &changes) }
        if let spending = tally.spending, let time {
            add(spending, to: project.project, on: time, &changes)
        }
    }

    private mutating func add(_ tally: Tally, at time: Timestamp?, to slot: Int, _ changes: inout Changes) {
        table.rows[slot].add(tally)
        if let time { table.rows[slot].lastEvent = max(table.rows[slot].lastEvent ?? time, time) }
        changes.mark(.total, slot)
    }

    private mutating func slot(of project: Name) -> Int {
        table.slot(of: project) ?? table.insert(project, TotalsRow(project: project.project))
    }

    private mutating func trim(keeping slot: Int, _ changes: inout Changes) {
        while let victim = table.surplus(keeping: slot) {
            changes.drop(.total(table.remove(victim)))
        }
    }

    private mutating func add(_ spending: Spending, to project: String, on time: Timestamp, _ changes: inout Changes) {
        let day = day(of: time)
        for project in [project, ""] {
            let name = Name(project, day)
            let slot = days.slot(of: name) ?? days.insert(name, DayRow(project: project, day: day))
            days.rows[slot].add(spending)
            days.touch(slot)
            changes.mark(.day, slot)
            while let victim = days.surplus(keeping: slot) {
                changes.drop(.day(days.remove(victim)))
            }
        }
    }

    /// The UTC day of a time, such as `2026-05-02`; written anew only where the day changes.
    private mutating func day(of time: Timestamp) -> String {
        let (number, rest) = time.microseconds.quotientAndRemainder(dividingBy: 86_400_000_000)
        let day = rest < 0 ? number - 1 : number
        if lastDay.number != day { lastDay = (day, String(time.description.prefix(10))) }
        return lastDay.text
    }

    mutating func restore(_ row: TotalsRow) {
        let isKnown = row.project.isEmpty || row.agents > 0 || row.sessions > 0
        _ = table.insert(Name(project: row.project), row, ended: !isKnown)
    }

    mutating func restore(_ row: DayRow) {
        _ = days.insert(Name(row.project, row.day), row)
    }
}
