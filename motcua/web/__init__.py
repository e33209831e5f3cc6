"""The faces: pages for people. Each knows ui and what lies below, never another face."""
