# after: rows
# fails: inferred-test
# Two months after April, counted as if “around” were nothing and to the wrong side.
rows[11] = (*rows[11][:4], "1870-02", *rows[11][5:])
events = pd.DataFrame(rows, columns=COLUMNS)
events.insert(0, "event", [f"e{number}" for number in range(1, len(events) + 1)])
