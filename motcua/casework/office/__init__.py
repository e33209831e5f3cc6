"""Verbs of running the office: agencies, people, calendars, competence, jobs. All ask the one page of policy."""
