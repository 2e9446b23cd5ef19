"""The data that stages hand on: frozen, documented field by field, and without behaviour beyond plain questions.

- `facts`: what one file's text says, seen alone (extract makes them, reading stores them, link asks for them)
- `release`: one version as files and metadata (sources make it)
- `items`: what there is after linking (link makes them, graph answers with them)
- `changes`: one difference between two graphs (diff makes them)
- `findings`: a change judged by a rule, and the report as a whole (rules make them)
- `policy`: what the user wants looked at, and what done about it

The door is empty on purpose: import the module that holds what you need.
"""
