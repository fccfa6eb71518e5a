"""What each story says, one file per story."""
