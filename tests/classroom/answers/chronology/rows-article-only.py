# after: rows
# fails: rows-test, covered-test
# Leaves the pamphlet out.
rows = [row for row in rows if row[1] == "article"]
events = pd.DataFrame(rows, columns=COLUMNS)
events.insert(0, "event", [f"e{number}" for number in range(1, len(events) + 1)])
