#!/usr/bin/env node
import { createCommand } from "./cli/command.js";

await createCommand().parseAsync();
