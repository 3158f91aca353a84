# after: rows
# fails: rows-test, words-test, chart-given, chart, chart-picture, chart-test
# Writes a day as people do in letters.
rows[18] = (*rows[18][:4], "April 5, 1872", *rows[18][5:])
events = pd.DataFrame(rows, columns=COLUMNS)
events.insert(0, "event", [f"e{number}" for number in range(1, len(events) + 1)])
