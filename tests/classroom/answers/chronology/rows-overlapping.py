# after: rows
# fails: rows-test
# Takes the same words for two events.
rows.append(("Move", "article", "In 1867, Mikhail Bakunin settled", "In 1867", "1867", "year", "", ""))
events = pd.DataFrame(rows, columns=COLUMNS)
events.insert(0, "event", [f"e{number}" for number in range(1, len(events) + 1)])
