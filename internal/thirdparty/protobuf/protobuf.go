// Package protobuf serves messages of protocol buffers: those of google.golang.org/genproto that go with errors.
package protobuf

import (
	"google.golang.org/genproto/googleapis/rpc/context/attribute_context"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/protobuf/types/known/structpb"
)

//bluebird:rpc
func EchoErrorInfo(v *errdetails.ErrorInfo) *errdetails.ErrorInfo { return v }

//bluebird:rpc
func EchoRetryInfo(v *errdetails.RetryInfo) *errdetails.RetryInfo { return v }

//bluebird:rpc
func EchoDebugInfo(v *errdetails.DebugInfo) *errdetails.DebugInfo { return v }

//bluebird:rpc
func EchoQuotaFailure(v *errdetails.QuotaFailure) *errdetails.QuotaFailure { return v }

//bluebird:rpc
func EchoPreconditionFailure(v *errdetails.PreconditionFailure) *errdetails.PreconditionFailure {
	return v
}

//bluebird:rpc
func EchoBadRequest(v *errdetails.BadRequest) *errdetails.BadRequest { return v }

//bluebird:rpc
func EchoRequestInfo(v *errdetails.RequestInfo) *errdetails.RequestInfo { return v }

//bluebird:rpc
func EchoResourceInfo(v *errdetails.ResourceInfo) *errdetails.ResourceInfo { return v }

//bluebird:rpc
func EchoHelp(v *errdetails.Help) *errdetails.Help { return v }

//bluebird:rpc
func EchoLocalizedMessage(v *errdetails.LocalizedMessage) *errdetails.LocalizedMessage { return v }

//bluebird:rpc
func EchoStatus(v *status.Status) *status.Status { return v }

//bluebird:rpc
func EchoAttributeContext(v *attribute_context.AttributeContext) *attribute_context.AttributeContext {
	return v
}

//bluebird:rpc
func EchoValue(v *structpb.Value) *structpb.Value { return v }

// Report is a struct of one's own that has messages in it.
type Report struct {
	Host    string
	Status  *status.Status
	Details []*errdetails.ErrorInfo
	Values  map[string]*structpb.Value
}

//bluebird:rpc
func EchoReport(v Report) Report { return v }
