package org.kachehri.scheduler.rota;

/** How a leader receives citizens on a day (Law on Citizen Reception, Art. 3a). */
public enum Form {
    IN_PERSON,
    ONLINE
}
