package org.kachehri.scheduler.rota;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;

/** A leader's rule: in force from its day on until the next one begins. */
record RotaRule(LocalDate from, Recurrence recurrence, LocalTime begins, LocalTime ends, Form form, Instant setAt) {}
