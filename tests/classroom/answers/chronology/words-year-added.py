# after: rows
# fails: words-test
# Takes a year from elsewhere for one that the words say.
rows[15] = (*rows[15][:6], "", "")
events = pd.DataFrame(rows, columns=COLUMNS)
events.insert(0, "event", [f"e{number}" for number in range(1, len(events) + 1)])
