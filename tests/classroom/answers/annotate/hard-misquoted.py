# after: hard
# fails: hard-test
# Quotes from memory.
hard[2] = (
    "T9.1",
    "claim",
    'It is the aim itself, "abolishing the State", yet it is said for the sake of the next sentence.',
)
