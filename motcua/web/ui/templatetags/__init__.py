"""Template tags of the design system; settings.py makes them built in, so templates load nothing."""
