"""What a document is: a report or not, whose and of when, and its parts."""
