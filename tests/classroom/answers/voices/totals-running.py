# cell: totals
# fails: totals-test
# Adds each section to those before it.
totals = {}
so_far = ""
for section in "IUST":
    so_far += "\n\n".join(text for para, text in texts.items() if para[0] == section)
    totals[section] = signs(so_far)
