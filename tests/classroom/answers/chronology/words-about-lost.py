# after: rows
# fails: words-test
# “Around April” becomes April.
rows[10] = (*rows[10][:4], "1870-04", *rows[10][5:])
events = pd.DataFrame(rows, columns=COLUMNS)
events.insert(0, "event", [f"e{number}" for number in range(1, len(events) + 1)])
