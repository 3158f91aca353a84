# after: chart
# fails: chart-data
# Counts singular and plural as one word.
more = [
    by_words(texts[row.section]).count("committee") if row.word == "committees" else 0 for row in table.itertuples()
]
chart.data = table.assign(count=table["count"] + more)
