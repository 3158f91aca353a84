# cell: clashes
# fails: clashes-test
# Takes a finer date for a contradiction.
clashes = [
    (
        "e13",
        "e15",
        "The London Conference is in mid-September in one place and between 17 and 23 September in another.",
    ),
    ("e10", "e16", "The Jura Federation is created in November 1871, and its congress is on 12 November."),
    ("e18", "e17", "The Spanish Alliance dissolves in March or April and the congress is in April 1872."),
]
