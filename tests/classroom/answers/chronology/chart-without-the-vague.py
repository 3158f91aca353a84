# cell: chart
# fails: chart-test
# Leaves out what is open at one end.
chart = (
    alt.Chart(days[~days["date"].str.contains(r"\.\.")])
    .mark_bar()
    .encode(x="first:T", x2="last:T", y="label:N", color="source:N", opacity="how:N", tooltip=["label", "quotation"])
    .properties(title="When was it?", description="Events from first to last day.")
)
