# cell: clashes
# fails: clashes-test
# Stops after two.
clashes = [
    ("e4", "e5", "The Alliance is founded in 1867 in the body and on 28 October 1868 in the lead."),
    ("e9", "e10", "Members join the Jura Federation in 1869, which by the same article was created in November 1871."),
]
