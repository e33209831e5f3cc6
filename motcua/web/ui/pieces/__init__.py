"""What the template tags do, one file for each family of pieces. templatetags/ui.py gives them their names."""
