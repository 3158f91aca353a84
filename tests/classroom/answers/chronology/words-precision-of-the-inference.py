# after: rows
# fails: words-test
# Calls the precision of a span that of a month, for it lies in one.
rows[21] = (*rows[21][:5], "month", "", "")
events = pd.DataFrame(rows, columns=COLUMNS)
events.insert(0, "event", [f"e{number}" for number in range(1, len(events) + 1)])
