# after: chart
# fails: chart-honest
# Lets the axis begin at 5.
chart = chart.encode(y=alt.Y("rate:Q", title="per 1,000 words", scale=alt.Scale(domain=[5, 15])))
