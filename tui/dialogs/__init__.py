"""Questions asked over a screen: each gives one answer, or None when it is left with escape."""
