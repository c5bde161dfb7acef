/** What settings of the service may be, on every surface and where they are kept. */

/** Messages of history on entering. */
export const historyRange = { min: 1, max: 500 };

/** Sessions above which a room is large; 0 for never. */
export const largeRoomsRange = { min: 0, max: 500 };
