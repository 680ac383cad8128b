"""What must hold, told without a database: one module for each subject."""
