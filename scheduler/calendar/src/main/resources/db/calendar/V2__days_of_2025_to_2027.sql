-- Known before the year began, so they stand as of its first day. Days that follow the moon, and those of a later year that a
-- government still sets, are declared when they are.
INSERT INTO calendar.declared_day (country, day, working, source, declared_at)
SELECT 'VN', day::date, working, source, '2025-01-01T00:00:00Z'
FROM (VALUES
    ('2025-01-01', false, 'New Year, Labour Code 2019, Art. 112'),
    ('2025-01-27', false, 'Tết, Labour Code 2019, Art. 112'),
    ('2025-01-28', false, 'Tết, Labour Code 2019, Art. 112'),
    ('2025-01-29', false, 'Tết, Labour Code 2019, Art. 112'),
    ('2025-01-30', false, 'Tết, Labour Code 2019, Art. 112'),
    ('2025-01-31', false, 'Tết, Labour Code 2019, Art. 112'),
    ('2025-04-07', false, 'Hùng Kings, Labour Code 2019, Art. 112'),
    ('2025-04-26', true,  'swapped with Friday 2 May'),
    ('2025-04-30', false, 'Reunification, Labour Code 2019, Art. 112'),
    ('2025-05-01', false, 'Labour Day, Labour Code 2019, Art. 112'),
    ('2025-05-02', false, 'swapped with Saturday 26 April'),
    ('2025-09-01', false, 'National Day, Labour Code 2019, Art. 112'),
    ('2025-09-02', false, 'National Day, Labour Code 2019, Art. 112')
) AS known (day, working, source);

INSERT INTO calendar.declared_day (country, day, working, source, declared_at)
SELECT 'VN', day::date, working, source, '2026-01-01T00:00:00Z'
FROM (VALUES
    ('2026-01-01', false, 'New Year, Labour Code 2019, Art. 112'),
    ('2026-01-02', false, 'swapped with Saturday 10 January'),
    ('2026-01-10', true,  'swapped with Friday 2 January'),
    ('2026-02-16', false, 'Tết, Labour Code 2019, Art. 112'),
    ('2026-02-17', false, 'Tết, Labour Code 2019, Art. 112'),
    ('2026-02-18', false, 'Tết, Labour Code 2019, Art. 112'),
    ('2026-02-19', false, 'Tết, Labour Code 2019, Art. 112'),
    ('2026-02-20', false, 'Tết, Labour Code 2019, Art. 112'),
    ('2026-04-27', false, 'Hùng Kings (Sunday 26 April), Labour Code 2019, Art. 111'),
    ('2026-04-30', false, 'Reunification, Labour Code 2019, Art. 112'),
    ('2026-05-01', false, 'Labour Day, Labour Code 2019, Art. 112'),
    ('2026-08-22', true,  'swapped with Monday 31 August'),
    ('2026-08-31', false, 'swapped with Saturday 22 August'),
    ('2026-09-01', false, 'National Day, Labour Code 2019, Art. 112'),
    ('2026-09-02', false, 'National Day, Labour Code 2019, Art. 112'),
    ('2027-01-01', false, 'New Year, Labour Code 2019, Art. 112'),
    ('2027-04-30', false, 'Reunification, Labour Code 2019, Art. 112'),
    ('2027-09-02', false, 'National Day, Labour Code 2019, Art. 112')
) AS known (day, working, source);

INSERT INTO calendar.declared_day (country, day, working, source, declared_at)
SELECT 'PK', day::date, false, source, '2026-01-01T00:00:00Z'
FROM (VALUES
    ('2026-02-05', 'Kashmir Day'),
    ('2026-03-23', 'Pakistan Day'),
    ('2026-05-01', 'Labour Day'),
    ('2026-05-28', 'Youm-e-Takbeer'),
    ('2026-08-14', 'Independence Day'),
    ('2026-11-09', 'Iqbal Day'),
    ('2026-12-25', 'Quaid-e-Azam Day'),
    ('2027-02-05', 'Kashmir Day'),
    ('2027-03-23', 'Pakistan Day')
) AS known (day, source);
