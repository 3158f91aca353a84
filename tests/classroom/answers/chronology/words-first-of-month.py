# after: rows
# fails: words-test
# Makes the first of the month of a month, since a form wants a day.
rows[7] = (*rows[7][:4], "1869-04-01", "day", "", "")
events = pd.DataFrame(rows, columns=COLUMNS)
events.insert(0, "event", [f"e{number}" for number in range(1, len(events) + 1)])
