package peer

import (
	"github.com/bluebird-rpc/bluebird/internal/bench/calc"
	"github.com/bluebird-rpc/bluebird/internal/bench/pb"
)

// The handlers and the calls of the peers that speak protobuf, whose generated clients differ in little but their names.

func addPB(r *pb.AddRequest) *pb.AddReply { return &pb.AddReply{Sum: calc.Add(r.A, r.B)} }
func workPB(r *pb.Rounds) *pb.Answer      { return &pb.Answer{Answer: calc.Work(r.Rounds)} }
func sumPB(r *pb.Arrays) (*pb.Array, error) {
	c, err := calc.Sum(r.A, r.B)
	return &pb.Array{C: c}, err
}

// pbClient has the methods of a generated client.
type pbClient struct {
	add   func(*pb.AddRequest) (*pb.AddReply, error)
	echo  func(*pb.Message) (*pb.Message, error)
	bytes func(*pb.Data) (*pb.Data, error)
	sum   func(*pb.Arrays) (*pb.Array, error)
	work  func(*pb.Rounds) (*pb.Answer, error)
	most  int // longest message in bytes, 0 for any
}

func (c *pbClient) call(op Op) (func() error, error) {
	switch op.Name {
	case "add":
		return func() error {
			r, err := c.add(&pb.AddRequest{A: 1, B: 2})
			return check(r.GetSum() == 3, err)
		}, nil
	case "echo":
		m := samplePB()
		return func() error {
			got, err := c.echo(m)
			return check(got.GetId() == m.Id && got.GetNote() == m.Note && len(got.GetReadings()) == len(m.Readings), err)
		}, nil
	case "bytes":
		if c.most > 0 && op.Size >= c.most {
			return nil, ErrUnsupported
		}
		data := randomBytes(op.Size)
		return func() error {
			r, err := c.bytes(&pb.Data{Data: data})
			return check(sameBytes(r.GetData(), data), err)
		}, nil
	case "sum":
		if c.most > 0 && 16*op.Size >= c.most {
			return nil, ErrUnsupported
		}
		a, b := numbers(op.Size)
		return func() error {
			r, err := c.sum(&pb.Arrays{A: a, B: b})
			return check(sameSum(r.GetC(), a, b), err)
		}, nil
	case "work":
		return func() error {
			_, err := c.work(&pb.Rounds{Rounds: uint32(op.Size)})
			return err
		}, nil
	}
	return nil, ErrUnsupported
}

func samplePB() *pb.Message {
	m := calc.Sample()
	return &pb.Message{
		Id: m.ID, Account: m.Account, Created: m.Created, Updated: m.Updated, Kind: m.Kind, Flags: m.Flags,
		Amount: m.Amount, Balance: m.Balance, Rate: m.Rate, Active: m.Active,
		Name: m.Name, Email: m.Email, Phone: m.Phone, Street: m.Street, City: m.City, Country: m.Country, Note: m.Note,
		Digest: m.Digest, Tags: m.Tags, Readings: m.Readings,
	}
}
