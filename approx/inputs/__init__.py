"""What users type, load and choose: functions, tables, weights, examples."""
