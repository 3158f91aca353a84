# after: rows
# fails: rows-test
# Quotes from memory: “was founded” for “founded”.
rows[4] = (rows[4][0], "article", "was founded by Mikhail Bakunin along with 79 other members", *rows[4][3:])
events = pd.DataFrame(rows, columns=COLUMNS)
events.insert(0, "event", [f"e{number}" for number in range(1, len(events) + 1)])
