package main

import "github.com/spf13/cobra"

func newKVCommand(*app) *cobra.Command { return &cobra.Command{Use: "kv"} }
func newR2Command(*app) *cobra.Command { return &cobra.Command{Use: "r2"} }
