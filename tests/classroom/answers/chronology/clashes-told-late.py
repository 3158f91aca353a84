# cell: clashes
# fails: clashes-test
# Takes what is told later than it happened for a contradiction; one of three is real.
clashes = [
    ("e4", "e5", "The Alliance is founded in 1867 in the body and on 28 October 1868 in the lead."),
    ("e1", "e19", "The Communist League of 1847 is told after a letter that was written in 1872."),
    ("e10", "e11", "November 1871 is told before April 1870, though it was more than a year later."),
]
