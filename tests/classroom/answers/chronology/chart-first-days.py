# cell: chart
# fails: chart-test
# A point on each first possible day.
chart = (
    alt.Chart(days)
    .mark_point()
    .encode(x="first:T", y="label:N", shape="how:N", color="source:N", tooltip=["label", "quotation"])
    .properties(title="When was it?", description="Events by day.")
)
