# after: rows
# fails: inferred-test
# Rests a date on a row that was taken out of the table since.
rows[5] = (*rows[5][:7], "After the refusal by the council (e77), which comes first.")
events = pd.DataFrame(rows, columns=COLUMNS)
events.insert(0, "event", [f"e{number}" for number in range(1, len(events) + 1)])
