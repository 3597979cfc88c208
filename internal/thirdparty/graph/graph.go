// Package graph serves the types of k8s.io/api/core/v1: a graph of some hundreds, across five packages.
package graph

import corev1 "k8s.io/api/core/v1"

//bluebird:rpc
func EchoPod(v corev1.Pod) corev1.Pod { return v }

//bluebird:rpc
func EchoNode(v *corev1.Node) *corev1.Node { return v }

//bluebird:rpc
func EchoService(v corev1.Service) corev1.Service { return v }

//bluebird:rpc
func EchoPersistentVolumes(v []corev1.PersistentVolume) []corev1.PersistentVolume { return v }

//bluebird:rpc
func EchoEvent(v corev1.Event) corev1.Event { return v }
