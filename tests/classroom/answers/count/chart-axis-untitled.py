# after: chart
# fails: chart-honest
# Does not say per how many words.
chart = chart.encode(y=alt.Y("rate:Q", title="rate"))
