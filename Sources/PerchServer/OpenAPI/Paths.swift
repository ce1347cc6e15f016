/// The doors of the native protocol, as OpenAPI tells them.
enum Paths {
    static let json: StaticString = #"""
        {
          "/v1/events": {
            "post": {
              "operationId": "postEvents",
              "summary": "Appends events; answered when they are durable.",
              "requestBody": {
                "required": true,
                "content": {
                  "application/json": {
                    "schema": {
                      "anyOf": [
                        {
                          "$ref": "#/components/schemas/Event"
                        },
                        {
                          "type": "array",
                          "items": {
                            "$ref": "#/components/schemas/Event"
                          }
                        }
                      ]
                    }
                  },
                  "application/x-ndjson": {
                    "schema": {
                      "type": "string"
                    }
                  }
                }
              },
              "responses": {
                "200": {
                  "description": "All of them are in the log.",
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/Receipt"
                      }
                    }
                  }
                },
                "400": {
                  "$ref": "#/components/responses/Refusal"
                },
                "401": {
                  "$ref": "#/components/responses/Refusal"
                },
                "403": {
                  "$ref": "#/components/responses/Refusal"
                },
                "413": {
                  "$ref": "#/components/responses/Refusal"
                },
                "421": {
                  "$ref": "#/components/responses/Refusal"
                },
                "503": {
                  "$ref": "#/components/responses/Refusal"
                },
                "507": {
                  "$ref": "#/components/responses/Refusal"
                }
              }
            },
            "get": {
              "operationId": "getEvents",
              "summary": "A page of events.",
              "parameters": [
                {
                  "name": "after",
                  "in": "query",
                  "schema": {
                    "anyOf": [
                      {
                        "type": "integer",
                        "minimum": 0,
                        "maximum": 999999999999999
                      },
                      {
                        "type": "string",
                        "format": "date-time"
                      }
                    ]
                  },
                  "description": "Only events after this seq or time."
                },
                {
                  "name": "before",
                  "in": "query",
                  "schema": {
                    "anyOf": [
                      {
                        "type": "integer",
                        "minimum": 0,
                        "maximum": 999999999999999
                      },
                      {
                        "type": "string",
                        "format": "date-time"
                      }
                    ]
                  },
                  "description": "Only events before this seq or time."
                },
                {
                  "name": "limit",
                  "in": "query",
                  "schema": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": 10000
                  },
                  "description": "At most so many; 100 where it is absent."
                },
                {
                  "name": "order",
                  "in": "query",
                  "schema": {
                    "enum": [
                      "oldest",
                      "newest"
                    ]
                  },
                  "description": "Which come first."
                },
                {
                  "name": "kind",
                  "in": "query",
                  "schema": {
                    "type": "string"
                  },
                  "description": "Kinds, separated by commas; a `*` at the end of one stands for all that begin so."
                },
                {
                  "name": "agent",
                  "in": "query",
                  "schema": {
                    "type": "string"
                  },
                  "description": "The agent's id."
                },
                {
                  "name": "session",
                  "in": "query",
                  "schema": {
                    "type": "string"
                  },
                  "description": "The session."
                },
                {
                  "name": "project",
                  "in": "query",
                  "schema": {
                    "type": "string"
                  },
                  "description": "The project."
                },
                {
                  "name": "q",
                  "in": "query",
                  "schema": {
                    "type": "string",
                    "maxLength": 200
                  },
                  "description": "Words; each must begin a word of the event's texts."
                }
              ],
              "responses": {
                "200": {
                  "description": "The events, and what to give as `after` (as `before`, newest first) for the next page.",
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/Page"
                      }
                    },
                    "application/x-ndjson": {
                      "schema": {
                        "type": "string"
                      }
                    }
                  }
                },
                "400": {
                  "$ref": "#/components/responses/Refusal"
                },
                "401": {
                  "$ref": "#/components/responses/Refusal"
                },
                "403": {
                  "$ref": "#/components/responses/Refusal"
                },
                "421": {
                  "$ref": "#/components/responses/Refusal"
                },
                "500": {
                  "$ref": "#/components/responses/Refusal"
                }
              }
            }
          },
          "/v1/stream": {
            "get": {
              "operationId": "streamEvents",
              "summary": "Events live as server-sent events, or as WebSocket messages on an upgrade.",
              "parameters": [
                {
                  "name": "after",
                  "in": "query",
                  "schema": {
                    "anyOf": [
                      {
                        "type": "integer",
                        "minimum": 0,
                        "maximum": 999999999999999
                      },
                      {
                        "type": "string",
                        "format": "date-time"
                      }
                    ]
                  },
                  "description": "Begin after this seq or time; now where it is absent. `Last-Event-ID` wins over it."
                },
                {
                  "name": "at",
                  "in": "query",
                  "schema": {
                    "anyOf": [
                      {
                        "type": "integer",
                        "minimum": 0,
                        "maximum": 999999999999999
                      },
                      {
                        "type": "string",
                        "format": "date-time"
                      }
                    ]
                  },
                  "description": "Replay from this seq or time instead."
                },
                {
                  "name": "speed",
                  "in": "query",
                  "schema": {
                    "type": "number",
                    "minimum": 0.05,
                    "maximum": 1000
                  },
                  "description": "How fast a replay runs."
                },
                {
                  "name": "kind",
                  "in": "query",
                  "schema": {
                    "type": "string"
                  },
                  "description": "Kinds, separated by commas; a `*` at the end of one stands for all that begin so."
                },
                {
                  "name": "agent",
                  "in": "query",
                  "schema": {
                    "type": "string"
                  },
                  "description": "The agent's id."
                },
                {
                  "name": "session",
                  "in": "query",
                  "schema": {
                    "type": "string"
                  },
                  "description": "The session."
                },
                {
                  "name": "project",
                  "in": "query",
                  "schema": {
                    "type": "string"
                  },
                  "description": "The project."
                },
                {
                  "name": "q",
                  "in": "query",
                  "schema": {
                    "type": "string",
                    "maxLength": 200
                  },
                  "description": "Words; each must begin a word of the event's texts."
                }
              ],
              "responses": {
                "200": {
                  "description": "An endless stream; `id:` is the seq.",
                  "content": {
                    "text/event-stream": {
                      "schema": {
                        "type": "string"
                      }
                    }
                  }
                },
                "400": {
                  "$ref": "#/components/responses/Refusal"
                },
                "401": {
                  "$ref": "#/components/responses/Refusal"
                },
                "403": {
                  "$ref": "#/components/responses/Refusal"
                },
                "421": {
                  "$ref": "#/components/responses/Refusal"
                },
                "503": {
                  "$ref": "#/components/responses/Refusal"
                }
              }
            }
          },
          "/v1/state": {
            "get": {
              "operationId": "getState",
              "summary": "The world, now or at any moment of the past.",
              "parameters": [
                {
                  "name": "at",
                  "in": "query",
                  "schema": {
                    "anyOf": [
                      {
                        "type": "integer",
                        "minimum": 0,
                        "maximum": 999999999999999
                      },
                      {
                        "type": "string",
                        "format": "date-time"
                      }
                    ]
                  },
                  "description": "A seq or a time; now where it is absent."
                },
                {
                  "name": "views",
                  "in": "query",
                  "schema": {
                    "type": "string"
                  },
                  "description": "Views, separated by commas; all where it is absent."
                },
                {
                  "name": "project",
                  "in": "query",
                  "schema": {
                    "type": "string"
                  },
                  "description": "Only rows of this project."
                }
              ],
              "responses": {
                "200": {
                  "description": "Rows by view and key.",
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/State"
                      }
                    }
                  }
                },
                "400": {
                  "$ref": "#/components/responses/Refusal"
                },
                "401": {
                  "$ref": "#/components/responses/Refusal"
                },
                "403": {
                  "$ref": "#/components/responses/Refusal"
                },
                "421": {
                  "$ref": "#/components/responses/Refusal"
                },
                "500": {
                  "$ref": "#/components/responses/Refusal"
                }
              }
            }
          },
          "/v1/live": {
            "get": {
              "operationId": "live",
              "summary": "WebSocket: a snapshot, then what changes; seek, speed, pause and live turn it into a replay and back.",
              "responses": {
                "101": {
                  "description": "Switching to WebSocket."
                },
                "400": {
                  "$ref": "#/components/responses/Refusal"
                },
                "401": {
                  "$ref": "#/components/responses/Refusal"
                },
                "403": {
                  "$ref": "#/components/responses/Refusal"
                },
                "421": {
                  "$ref": "#/components/responses/Refusal"
                },
                "426": {
                  "$ref": "#/components/responses/Refusal"
                }
              }
            }
          },
          "/health": {
            "get": {
              "operationId": "health",
              "summary": "Whether the server is well.",
              "responses": {
                "200": {
                  "description": "It is.",
                  "content": {
                    "application/json": {
                      "schema": {
                        "$ref": "#/components/schemas/Health"
                      }
                    }
                  }
                },
                "403": {
                  "$ref": "#/components/responses/Refusal"
                },
                "421": {
                  "$ref": "#/components/responses/Refusal"
                }
              }
            }
          },
          "/metrics": {
            "get": {
              "operationId": "metrics",
              "summary": "What the server counts, for Prometheus.",
              "responses": {
                "200": {
                  "description": "The text format, version 0.0.4.",
                  "content": {
                    "text/plain": {
                      "schema": {
                        "type": "string"
                      }
                    }
                  }
                },
                "401": {
                  "$ref": "#/components/responses/Refusal"
                },
                "403": {
                  "$ref": "#/components/responses/Refusal"
                },
                "421": {
                  "$ref": "#/components/responses/Refusal"
                }
              }
            }
          },
          "/openapi.json": {
            "get": {
              "operationId": "openapi",
              "summary": "This document.",
              "responses": {
                "200": {
                  "description": "OpenAPI 3.1.",
                  "content": {
                    "application/json": {
                      "schema": {
                        "type": "object"
                      }
                    }
                  }
                },
                "401": {
                  "$ref": "#/components/responses/Refusal"
                },
                "403": {
                  "$ref": "#/components/responses/Refusal"
                },
                "421": {
                  "$ref": "#/components/responses/Refusal"
                }
              }
            }
          }
        }
        """#
}
