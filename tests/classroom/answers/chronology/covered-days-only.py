# after: rows
# fails: covered-test
# Takes the years of the pamphlet for its author's own time, and leaves three of four out.
undated = {
    "Uprisings defeated": ("the principle of command", "Told in “human history”, before 1871."),
    "International founded": ("the natural influence of its members", "Told in “the International”, before 1871."),
}
rows = [
    (*row[:2], undated[row[0]][0], "", "[..1871]", "none", "date", undated[row[0]][1]) if row[0] in undated else row
    for row in rows
]
events = pd.DataFrame(rows, columns=COLUMNS)
events.insert(0, "event", [f"e{number}" for number in range(1, len(events) + 1)])
