-- Nothing could be declared here but what V2 wrote, and scheduler/calendar begins with the same rows: there is nothing to copy.
DROP TABLE cases.holiday;
