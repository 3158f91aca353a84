# after: rows
# fails: inferred-test
# Says that it is inferred, and not from what.
rows = [(*row[:7], "This follows from the context.") if row[6] else row for row in rows]
events = pd.DataFrame(rows, columns=COLUMNS)
events.insert(0, "event", [f"e{number}" for number in range(1, len(events) + 1)])
