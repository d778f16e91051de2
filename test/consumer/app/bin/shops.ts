#!/usr/bin/env node
import * as cdk from 'aws-cdk-lib'
import { ShopsStack } from '../lib/shops-stack'

const app = new cdk.App()
new ShopsStack(app, 'ShopsStack')
