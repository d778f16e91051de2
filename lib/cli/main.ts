#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { cacheFolder } from './cache-folder.ts'

if (process.env.NODE_COMPILE_CACHE === undefined) enableCompileCache(cacheFolder(process))
// no await at the top level: a program in CommonJS may require this file
void import('./process.ts').then(({ runProcess }) => runProcess(process))
