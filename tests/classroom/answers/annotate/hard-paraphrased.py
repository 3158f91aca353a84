# after: hard
# fails: hard-test
# Tells what the sentence says, without its words.
hard[1] = (
    "T7.8",
    "claim",
    "He grants that a State would be bad, and denies at the same time that this will ever happen.",
)
