"""One file per screen; a screen shows records and calls verbs, it holds no rule of the domain."""
