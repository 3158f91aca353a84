"""Assignments for a class: release them, grade what comes back, tell the students (`python -m closereading.classroom`)."""
