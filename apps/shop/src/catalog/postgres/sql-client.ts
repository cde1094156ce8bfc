/** What the catalog's adapter needs of a PostgreSQL client or pool. */
export interface SqlClient {
  query(text: string, values: unknown[]): Promise<{ readonly rows: unknown[] }>;
}
