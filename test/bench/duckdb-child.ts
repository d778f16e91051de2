import { createRequire } from 'node:module'
import { join } from 'node:path'

/** DuckDB with two threads: reads both exports and joins them; prints how many orders differ. */
const [, , folder = '', before = '', after = ''] = process.argv

interface DuckDb {
  readonly DuckDBInstance: {
    create(path: string, options: Record<string, string>): Promise<{ connect(): Promise<Connection> }>
  }
}

interface Connection {
  runAndReadAll(sql: string): Promise<{ getRows(): readonly (readonly unknown[])[] }>
}

const { DuckDBInstance }: DuckDb = createRequire(join(folder, 'package.json'))('@duckdb/node-api')
const instance = await DuckDBInstance.create(':memory:', { threads: '2' })
const connection = await instance.connect()
const table = (file: string): string => `read_csv('${file}', delim=';', header=true, all_varchar=true, quote='"')`
const columns = ['Stav', 'Datum úhrady', 'Číslo zásilky', 'Vyřízeno', 'Poznámka']
const differs = columns.map((column) => `old."${column}" IS DISTINCT FROM new."${column}"`).join(' OR ')
const key = 'Číslo objednávky'
const result = await connection.runAndReadAll(
  `SELECT new."${key}", ${columns.map((column) => `new."${column}"`).join(', ')}
   FROM ${table(after)} new LEFT JOIN ${table(before)} old ON old."${key}" = new."${key}" WHERE ${differs}`,
)
process.stdout.write(String(result.getRows().length))
process.exit()
